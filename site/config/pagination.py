"""Pages of lists."""

from rest_framework import pagination


class PageNumberPagination(pagination.PageNumberPagination):
    """24 a page, at most 100, by `page` and `page_size`."""

    page_size = 24
    page_size_query_param = "page_size"
    max_page_size = 100
