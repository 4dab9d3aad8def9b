# syntax=docker/dockerfile:1
FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements/production.txt /tmp/production.txt
RUN /venv/bin/pip install --require-hashes -r /tmp/production.txt

FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MALLOC_ARENA_MAX=2 \
    MALLOC_MMAP_THRESHOLD_=1048576 \
    MALLOC_TRIM_THRESHOLD_=2097152 \
    PYTHONPATH=/app:/app/site \
    PATH=/venv/bin:$PATH \
    DJANGO_SETTINGS_MODULE=config.settings.production
RUN useradd --system --uid 1000 --home /app pipit
COPY --from=build /venv /venv
WORKDIR /app
COPY --chown=root:root . .
# Static files are built into the image; the key is for this one command and is in no layer.
RUN SECRET_KEY=only-for-collecting-static-files-at-build-time-0000 python manage.py collectstatic --noinput \
    && mkdir -p var/media && chown -R pipit:pipit var
USER pipit
EXPOSE 8000
VOLUME ["/app/var/media"]
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/livez', timeout=2)"]
CMD ["python", "-m", "config.serve", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4"]
