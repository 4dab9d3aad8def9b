from django.urls import path

from search.api.views import SuggestionsAPIView

urlpatterns = [
    path("suggestions/", SuggestionsAPIView.as_view(), name="suggestions"),
]
