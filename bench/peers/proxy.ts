/** The cheapest thing that can stand there: a reverse proxy that passes 12go's bytes on. */
import proxy from '@fastify/http-proxy';
import fastify from 'fastify';

const app = fastify({ logger: false });
await app.register(proxy, { upstream: process.env.UPSTREAM ?? '' });
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
