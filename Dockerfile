# syntax=docker/dockerfile:1
# Roleport as an image: one program, its assets, nothing else to start.
#
#   docker build -t roleport .
#   docker run --read-only -p 3000:3000 --env-file roleport.env roleport
#
# The base images are arguments, so that a registry of your own can provide them.
ARG BUILD_IMAGE=docker.io/library/rust:1.95-bookworm
ARG NODE_IMAGE=docker.io/library/node:22-bookworm-slim
ARG RUNTIME_IMAGE=docker.io/library/debian:bookworm-slim

# npm's binaryen holds wasm-opt; only that is installed, not the browser tests' other modules.
FROM ${NODE_IMAGE} AS node

FROM ${BUILD_IMAGE} AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
    && rustup target add wasm32-unknown-unknown
WORKDIR /src
# First what changes seldom: a change of the code does not install modules again.
COPY tests/package.json tests/package-lock.json tests/
RUN cd tests && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund
COPY . .
ENV ROLEPORT_CACHE=/cache CARGO_TARGET_DIR=/cache/target CARGO_INCREMENTAL=0
RUN cargo build --release --locked --package roleport-server \
    && cargo xtask build-web --release --out /out/site \
    && rm /out/site/.stamp \
    && cp "$CARGO_TARGET_DIR/release/roleport" /out/roleport

FROM ${RUNTIME_IMAGE}
# The roots that AWS's, the provider's and the database's certificates are checked against, and what
# Git hosts are spoken to through.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libssl3 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /out/roleport /usr/local/bin/roleport
COPY --from=build /out/site /srv/roleport/site
# A number, so that Kubernetes' runAsNonRoot can tell that it is not root.
USER 10001:10001
WORKDIR /srv/roleport
ENV ROLEPORT_LISTEN=0.0.0.0:3000 \
    ROLEPORT_SITE_DIR=/srv/roleport/site \
    ROLEPORT_LOG_FORMAT=json
EXPOSE 3000
# Nothing is written: the image runs with a read-only root file system.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["roleport", "healthcheck"]
ENTRYPOINT ["roleport"]
CMD ["serve"]
