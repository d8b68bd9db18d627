# Causeway in a container: docker build -t causeway . && docker run -p 8000:8000 -v causeway:/data causeway
# Behind TLS add: -e PRODUCTION=1 -e SITE_URL=https://example.org -e ALLOWED_HOSTS=example.org -e TRUSTED_PROXIES=1
# It runs with --read-only --tmpfs /tmp: only /data is written to.
FROM python:3.11.14-slim-bookworm AS build
WORKDIR /opt/causeway
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
RUN pip install --no-cache-dir uv==0.13.9
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --frozen --no-dev --extra postgres --no-install-workspace
COPY libs libs
COPY src src
COPY packs packs
RUN uv sync --frozen --no-dev --all-packages --extra postgres && .venv/bin/causeway compile

FROM python:3.11.14-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin causeway \
    && install -d -o causeway -g causeway -m 0711 /data
COPY --from=build /opt/causeway /opt/causeway
WORKDIR /opt/causeway
ENV DATA=/data HOST=0.0.0.0 PORT=8000 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s \
    CMD ["/opt/causeway/.venv/bin/python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["/opt/causeway/.venv/bin/causeway"]
CMD ["up"]
