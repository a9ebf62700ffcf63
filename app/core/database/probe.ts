import { type RequestOptions, request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { connect } from 'node:net';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { Login } from './endpoint.ts';

/** Why a probe failed. `refused-login`: somebody answers, but it is not a server that knows our password. */
export interface ProbeFailure {
  readonly kind: 'no-answer' | 'refused-login';
  readonly reason: string;
}

/**
 * Logs in over HTTP and asks for the version. Since the passwords are random, a right answer also proves that the
 * port belongs to our server and to no other.
 */
export function probeHttp({ httpUrl, user }: Login, timeoutMs: number): Promise<Result<string, ProbeFailure>> {
  const headers = { 'X-ClickHouse-User': user.name, 'X-ClickHouse-Key': user.password };
  return send(new URL(httpUrl), { method: 'POST', headers }, 'SELECT version()', timeoutMs);
}

/** Asks over HTTP for a sign of life, which no log of queries notes. */
export async function probePing(httpUrl: string, timeoutMs: number): Promise<ProbeFailure | undefined> {
  const answer = await send(new URL('/ping', httpUrl), { method: 'GET' }, undefined, timeoutMs);
  return answer.ok ? undefined : answer.error;
}

function send(
  url: URL,
  options: RequestOptions,
  content: string | undefined,
  timeoutMs: number,
): Promise<Result<string, ProbeFailure>> {
  const open = url.protocol === 'https:' ? secureRequest : request;
  return new Promise((resolve) => {
    const failed = (error: Error) => resolve(fail({ kind: 'no-answer', reason: error.message }));
    const sent = open(url, { ...options, agent: false, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (body = (body + text).slice(0, 1000)));
      response.on('error', failed);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(ok(body.trim()));
        else resolve(fail({ kind: 'refused-login', reason: firstLine(body) || `HTTP ${response.statusCode ?? 0}` }));
      });
    });
    sent.on('error', failed);
    sent.end(content);
  });
}

/** Logs in over the native protocol; undefined when the server says hello. */
export function probeTcp(login: Login, timeoutMs: number): Promise<ProbeFailure | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: login.host, port: login.tcpPort });
    const finish = (failure: ProbeFailure | undefined) => {
      socket.destroy();
      resolve(failure);
    };
    socket.setTimeout(timeoutMs, () => finish({ kind: 'no-answer', reason: `no answer in ${timeoutMs} ms` }));
    socket.once('error', (error) => finish({ kind: 'no-answer', reason: error.message }));
    socket.once('close', () => finish({ kind: 'refused-login', reason: 'the connection was closed' }));
    socket.once('connect', () => socket.write(hello(login)));
    socket.once('data', (answer) => {
      if (answer[0] === serverHello) finish(undefined);
      else finish({ kind: 'refused-login', reason: `packet ${answer[0] ?? 'none'} in place of a hello` });
    });
  });
}

const clientHello = 0;
const serverHello = 0;
/** The oldest revision that both Debian's old server and the current one speak; a probe needs nothing newer. */
const protocolRevision = 54_213;

/** The packet with which a client of the native protocol begins. */
export function hello(login: Login): Buffer {
  return Buffer.concat([
    varint(clientHello),
    text('hivebar probe'),
    varint(1),
    varint(0),
    varint(protocolRevision),
    text(''),
    text(login.user.name),
    text(login.user.password),
  ]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}

function firstLine(body: string): string {
  return (body.split('\n', 1)[0] ?? '').slice(0, 200);
}
