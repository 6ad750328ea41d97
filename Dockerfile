# syntax=docker/dockerfile:1
# One image from which each program of the gateway starts: what is built here, on the Node that the tests ran on, and nothing else.
# docs/deploy.md says how to build it, how to pin the base by digest, and what lies inside; docs/adr/0031 says why it is so.
ARG BASE_IMAGE=docker.io/library/node:26.12.1-bookworm-slim

FROM ${BASE_IMAGE} AS build
# A network that reads TLS has an authority of its own: the secret `authorities` is its certificates.
ENV CI=true NODE_ENV=development PNPM_CONFIG_STORE_DIR=/pnpm-store NODE_EXTRA_CA_CERTS=/run/authorities.pem
WORKDIR /work
# Before the sources, so that a change of them downloads nothing.
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
RUN --mount=type=cache,target=/pnpm-store --mount=type=secret,id=authorities,target=/run/authorities.pem \
    npm install --global --no-audit --no-fund "$(node -p 'require("./package.json").packageManager')" \
 && pnpm fetch
RUN command -v strip || { apt-get update -q && apt-get install -y -q --no-install-recommends binutils; }
COPY . .
ARG VERSION=0.0.0
RUN --mount=type=cache,target=/pnpm-store \
    for package in server router; do (cd packages/$package && npm pkg set "version=${VERSION}"); done \
 && pnpm install --frozen-lockfile --offline \
 && pnpm --filter '@partner-gateway/operator-console' --filter '@partner-gateway/server' --filter '@partner-gateway/router' build \
 && pnpm --filter '@partner-gateway/server...' --filter '@partner-gateway/router...' sbom --prod --sbom-format cyclonedx --sbom-type application --lockfile-only --out /sbom.json
# This Node, the libraries it is linked to, and what a scanner has to know of them.
RUN set -eu; root=/image; mkdir -p $root/app/packages/server $root/etc $root/usr/local/bin $root/var/lib/dpkg/status.d; \
    node_binary=$(find node_modules/.pnpm -path '*/node-linux-*/bin/node' | head -n 1); \
    strip -o $root/usr/local/bin/node "$node_binary"; \
    for library in $(ldd "$node_binary" | grep -o '/[^ ]*'); do mkdir -p "$root${library%/*}"; cp -L "$library" "$root$library"; done; \
    for package in libc6 libgcc-s1 libstdc++6 libatomic1; do dpkg-query --status $package > $root/var/lib/dpkg/status.d/$package; done; \
    cp /etc/os-release $root/etc/; \
    echo 'hosts: files dns' > $root/etc/nsswitch.conf; \
    echo 'gateway:x:65532:65532::/app:/sbin/nologin' > $root/etc/passwd; \
    echo 'gateway:x:65532:' > $root/etc/group
# The workspace's packages are in the bundles; sources, maps and the doubles of 12go are for people who develop.
RUN --mount=type=cache,target=/pnpm-store \
    set -eu; app=/image/app; cp --parents package.json pnpm-lock.yaml pnpm-workspace.yaml packages/*/package.json $app/; \
    (cd $app && pnpm install --prod --frozen-lockfile --offline --filter '@partner-gateway/server' --filter '@partner-gateway/router'); \
    cp -a --parents packages/server/dist packages/router/dist $app/; cp /sbom.json $app/; cd $app; \
    rm -rf node_modules/.bin node_modules/node-linux-* node_modules/.pnpm/node-linux-*; \
    rm -rf packages/*/node_modules/@partner-gateway packages/*/node_modules/.bin packages/server/dist/embedded; \
    for package in packages/*; do [ -e "$package/dist" ] || rm -rf "$package"; done; \
    find . -type f \( -name '*.ts' -o -name '*.mts' -o -name '*.cts' -o -name '*.map' -o -name '*.md' -o -name 'pnpm-*.yaml' \) -delete

FROM scratch
ARG VERSION=0.0.0
ARG REVISION=unknown
ARG CREATED=1970-01-01T00:00:00Z
LABEL org.opencontainers.image.title="12go Partner Gateway" \
      org.opencontainers.image.description="Gateway, relay and router; the command says which" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.licenses="UNLICENSED" \
      org.opencontainers.image.documentation="docs/deploy.md"
COPY --from=build /image/ /
ENV NODE_ENV=production PATH=/usr/local/bin
WORKDIR /app/packages/server
USER 65532:65532
EXPOSE 8080 8081
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8080}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node"]
CMD ["--min-semi-space-size=32", "--max-semi-space-size=32", "--heap-growing-percent=60", "--no-allocation-site-pretenuring", "dist/gateway.js"]
