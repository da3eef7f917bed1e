# Two stages: Node builds the front end, Python runs everything else. One image serves, works and
# migrates; docker-compose.yml says which does what.

FROM node:20-bookworm-slim AS front
WORKDIR /app/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY forum/words /app/forum/words
COPY frontend ./
RUN npm run build

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
COPY requirements.lock requirements-detoxify.lock ./
RUN pip install --require-hashes -r requirements.lock
# The second scorer, for the worker alone: whoever serves never loads it.
ARG DETOXIFY=
RUN if [ -n "$DETOXIFY" ]; then \
      pip install torch==2.13.0 && pip install --require-hashes --no-deps -r requirements-detoxify.lock; \
    fi
COPY manage.py ./
COPY forum forum
COPY moderation moderation
COPY consumers consumers
COPY --from=front /app/frontend/dist frontend/dist
RUN python -m whitenoise.compress --quiet --no-brotli frontend/dist
# Where what Detoxify fetches is kept: a volume, which takes over whose folder this is.
ENV TORCH_HOME=/models/torch HF_HOME=/models/huggingface
RUN useradd --system --no-create-home fellesrom && mkdir var /models && chown fellesrom var /models
USER fellesrom
EXPOSE 8000
CMD ["python", "manage.py", "serve", "--host", "0.0.0.0", "--no-loops"]
