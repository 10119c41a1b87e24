// npm's oidc-provider, certified by the OpenID Foundation, with one client and whoever types a name.
// node provider.mjs PORT REDIRECT_URI LOGOUT_URI CLIENT SECRET ALG IN_ID_TOKEN; a line "rotate" gives it new keys.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { Provider } from 'oidc-provider';

const [port, redirect, logout, client, secret, alg, inIdToken] = process.argv.slice(2);
const cookies = { keys: [randomBytes(16).toString('hex')] };
const groups = { marc: ['jbz-beheer'], roos: ['jbz-redactie', 'anders'] };

function key() {
  const kind = alg.startsWith('ES') ? ['ec', { namedCurve: 'P-256' }] : ['rsa', { modulusLength: 2048 }];
  const { privateKey } = generateKeyPairSync(...kind);
  return { ...privateKey.export({ format: 'jwk' }), kid: randomBytes(4).toString('hex'), alg, use: 'sig' };
}

function made() {
  return new Provider(`http://127.0.0.1:${port}`, {
    clients: [{
      client_id: client, client_secret: secret, redirect_uris: [redirect], post_logout_redirect_uris: [logout],
      id_token_signed_response_alg: alg,
    }],
    jwks: { keys: [key()] },
    cookies,
    enabledJWA: { idTokenSigningAlgValues: [alg] },
    claims: { openid: ['sub'], profile: ['preferred_username', 'groups'], email: ['email'] },
    conformIdTokenClaims: inIdToken !== 'yes', // OpenID Connect Core 5.4: with an access token they are at UserInfo
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: `${id}@example.nl`, groups: groups[id] ?? [] }),
    }),
  }).callback();
}

let answer = made();
createInterface({ input: process.stdin }).on('line', () => { answer = made(); console.log('rotated'); });
createServer((request, response) => answer(request, response)).listen(Number(port), '127.0.0.1', () => console.log('ready'));
