# One image for every role, one with an agent in it, one that tests, one to work in: docs/guide/image.md.
ARG CLAUDE_CODE=2.1.329

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
COPY mock-claude/package.json mock-claude/mock-claude.js mock-claude/
# Nothing is compiled: better-sqlite3 brings its binaries along, and instead of the Node that an install script fetches there is the image's own.
RUN --mount=type=cache,target=/root/.npm \
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error \
    && mkdir -p node_modules/node/bin && ln -s /usr/local/bin/node node_modules/node/bin/node

FROM dependencies AS build
COPY tsdown.config.ts tsconfig.json ./
COPY build build
COPY src src
COPY mock-claude mock-claude
RUN npm run --silent build
# All that the bundle leaves outside, for this platform alone.
RUN mkdir -p /runtime/node_modules/better-sqlite3 && cd node_modules/better-sqlite3 \
    && cp -r --parents package.json LICENSE lib prebuilds/linux-$(node -p process.arch).node /runtime/node_modules/better-sqlite3

FROM node:24-bookworm-slim AS production
WORKDIR /app
ENV NODE_ENV=production PORTSIDE_HOST=0.0.0.0 PORTSIDE_HOME=/home/node/.portside EXECUTOR_WORKDIR=/work
# A volume, so that it can be written where the rest of the file system cannot.
RUN install --directory --owner=node --group=node "$PORTSIDE_HOME" "$EXECUTOR_WORKDIR"
VOLUME /home/node/.portside
COPY --from=build /runtime ./
COPY package.json LICENSE ./
COPY --from=build /app/dist dist
USER node
EXPOSE 8000 8003
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --retries=3 --start-period=30s CMD ["node", "/app/dist/healthcheck.js"]
ENTRYPOINT ["node", "/app/dist/main.js"]
CMD ["serve", "--roles", "executor"]
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Portside" \
      org.opencontainers.image.description="Deploys any Docker Compose project safely, side by side, and proves that each copy runs" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.revision="$REVISION"

# What the executor is most often asked to run.
FROM production AS agent
USER root
ARG CLAUDE_CODE
RUN --mount=type=cache,target=/root/.npm npm install --global --no-audit --no-fund --loglevel=error @anthropic-ai/claude-code@$CLAUDE_CODE
ENV DISABLE_AUTOUPDATER=1
USER node

# Debian 12's own client and Compose are too old, so they come from Debian 13, as in script/engine.
FROM node:24-bookworm-slim AS tools
RUN --mount=type=bind,source=script/engine.d/source-beside.awk,target=/tmp/source-beside.awk \
    awk -v suite=trixie -f /tmp/source-beside.awk /etc/apt/sources.list.d/*.sources >/etc/apt/sources.list.d/trixie.sources \
    && printf 'Package: *\nPin: release n=trixie\nPin-Priority: 50\n' >/etc/apt/preferences.d/trixie \
    && apt-get update -qq \
    && apt-get install -qq --no-install-recommends git docker-cli/trixie docker-compose/trixie docker-buildx/trixie >/dev/null \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# Here an engine is only there where its socket is mounted: without it, what needs one is skipped.
ENV PORTSIDE_TEST_ENGINE=mounted PATH=/app/node_modules/.bin:$PATH

# As root: who may use the engine's socket is root on its machine anyway, and its group differs from one machine to the next.
FROM tools AS test
COPY --from=dependencies /app/node_modules node_modules
COPY . .
COPY --from=build /app/dist dist
# Copied files bring their times along: without this script/setup might find them newer than what was made of them.
RUN touch node_modules/.package-lock.json dist/main.js
CMD ["script/test"]

FROM tools AS dev
RUN apt-get update -qq \
    && apt-get install -qq --no-install-recommends ca-certificates curl less nano openssh-client procps tmux vim-tiny >/dev/null \
    && rm -rf /var/lib/apt/lists/* \
    && git config --system --add safe.directory /app \
    # A login shell, as in tmux, sets PATH anew.
    && echo 'PATH=/app/node_modules/.bin:$PATH' >/etc/profile.d/app.sh
ARG CLAUDE_CODE
RUN --mount=type=cache,target=/root/.npm npm install --global --no-audit --no-fund --loglevel=error @anthropic-ai/claude-code@$CLAUDE_CODE
COPY --from=dependencies --chown=node:node /app /app
ENV LANG=C.UTF-8 EDITOR=vi SHELL=/bin/bash DISABLE_AUTOUPDATER=1 NPM_CONFIG_IGNORE_SCRIPTS=true
USER node
CMD ["bash"]
