/** The broker's side of a SCRAM login (RFC 5802): a question with a salt, and a proof that the password is known. */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

type Login = { readonly username: string; readonly password: string };

const iterations = 4_096;
const partOf = (message: string, name: string): string =>
  message
    .split(',')
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(2) ?? '';

/** One login: each message of the client gets an answer, undefined where it is refused. */
export const createScramLogin = (hash: 'sha256' | 'sha512', { username, password }: Login) => {
  const salt = randomBytes(16);
  const hmac = (key: Buffer, text: string): Buffer => createHmac(hash, key).update(text).digest();
  let first = '';
  let question = '';

  const ask = (message: string): string => {
    first = message.replace('n,,', '');
    const nonce = partOf(first, 'r') + randomBytes(12).toString('base64url');
    question = `r=${nonce},s=${salt.toString('base64')},i=${iterations}`;
    return question;
  };

  const judge = (message: string): string | undefined => {
    const [withoutProof = '', proof = ''] = message.split(',p=');
    const salted = pbkdf2Sync(password, salt, iterations, hash === 'sha256' ? 32 : 64, hash);
    const clientKey = hmac(salted, 'Client Key');
    const said = `${first},${question},${withoutProof}`;
    const signature = hmac(createHash(hash).update(clientKey).digest(), said);
    const wanted = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)));
    const isRight = wanted.toString('base64') === proof && partOf(first, 'n') === username;
    return isRight ? `v=${hmac(hmac(salted, 'Server Key'), said).toString('base64')}` : undefined;
  };

  return (message: string): string | undefined => (question === '' ? ask(message) : judge(message));
};
