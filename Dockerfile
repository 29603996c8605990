# syntax=docker/dockerfile:1
# One package, two images:
#   docker build --target lab -t flaglab-lab .
#   docker build --target agent -t flaglab-agent .

FROM node:26-slim AS package
WORKDIR /source
COPY . .
RUN npm ci --no-audit --no-fund && npm pack --pack-destination /package

FROM node:26-slim AS flaglab
ENV NODE_ENV=production
RUN --mount=type=bind,from=package,source=/package,target=/package \
    --mount=type=tmpfs,target=/root/.npm \
    npm install --global --no-audit --no-fund /package/*.tgz
WORKDIR /home/node
USER node
ENTRYPOINT ["flaglab"]

# An agent listens nowhere: that it is alive is told by the key that it renews in Redis, at which bench looks.
FROM flaglab AS agent
HEALTHCHECK NONE
CMD ["agent", "--redis", "redis://redis:6379"]

# Other machines reach it, so it asks for a token: FLAGLAB_TOKEN chooses one, else it is printed.
FROM flaglab AS lab
EXPOSE 8000 8001 8002 8003 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
    CMD ["node", "-e", "fetch('http://localhost:8080/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["serve", "--host", "0.0.0.0"]
