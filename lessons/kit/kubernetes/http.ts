/**
 * What goes through the API server's chain: a request, what is known about it, and the links that pass it on.
 *
 *     GET /api/v1/namespaces/default/pods/web          ApiRequest    plain data, without a socket
 *       → RequestInfo  get, pods, default, web         what is asked for
 *       → UserInfo     alice of [developers]           who asks
 *       → ApiResponse  200 and the Pod                 plain data again, or a stream
 *
 * A link of the HTTP chain takes the next handler and returns a handler. A step of the write chain takes a write and
 * returns it, changed or not; it throws where the write must not be.
 */
import type { KubernetesObject } from '../objects.ts';
import type { ResourceType } from './resources.ts';
import type { Status } from './status.ts';

export interface ApiRequest {
  /** In capitals, as HTTP has it. */
  method: string;
  /** The path with its query, still escaped: `/api/v1/pods?limit=500`. */
  url: string;
  /** Names in small letters. */
  headers: Record<string, string>;
  body: Uint8Array;
  /** Of a client certificate that the TLS layer has found to be signed by the cluster's authority and in its time. */
  certificate?: { commonName: string; organizations: string[] };
}

export interface ApiResponse {
  status: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON, a text or bytes as they are. */
  body?: object | string | Uint8Array;
  /** Set for a watch, which is started once the head of the response is on its way. */
  stream?: WatchStart;
}

/**
 * @param send sends one event; false means that the connection is full, and no more is to be sent before `resume`
 * @param end ends the response, without an error
 */
export type WatchStart = (send: (event: WatchEvent) => boolean, end: () => void) => WatchStream;

export interface WatchStream {
  /** The connection takes events again. */
  resume(): void;
  /** The client is gone. */
  close(): void;
}

export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  /** A Status where the type is ERROR. */
  object: KubernetesObject | Status;
}

export interface UserInfo {
  name: string;
  uid?: string;
  groups: string[];
  extra?: Record<string, string[]>;
}

/** What a request asks for. A text that does not apply is empty. */
export interface RequestInfo {
  /** False for paths such as /version and /healthz. */
  isResource: boolean;
  path: string;
  /** create, get, list, watch, update, patch, delete, deletecollection; for other paths the method in small letters. */
  verb: string;
  group: string;
  version: string;
  resource: string;
  subresource: string;
  namespace: string;
  name: string;
  query: Record<string, string[]>;
}

/** What the links know about one request. Each adds its part and passes it on. */
export interface Context {
  request: ApiRequest;
  info: RequestInfo;
  user: UserInfo;
  /** Set where the request is for a kind that is served. */
  resource?: ResourceType;
  /** Texts for `Warning` headers. */
  warnings: string[];
  /** The decoded body of a create or an update. */
  body?: KubernetesObject;
}

export type Handler = (context: Context) => Promise<ApiResponse>;

export type Link = (next: Handler) => Handler;

/** One write on its way through admission, defaulting and validation to the transaction. */
export interface Write {
  operation: 'create' | 'update' | 'delete';
  resource: ResourceType;
  subresource: string;
  namespace: string;
  name: string;
  /** What is to be; missing in a delete. */
  object?: KubernetesObject;
  /** What was there; missing in a create. */
  old?: KubernetesObject;
  user: UserInfo;
  /** Everything is done but the commit. */
  dryRun: boolean;
  fieldValidation: 'Strict' | 'Warn' | 'Ignore';
  fieldManager: string;
  warnings: string[];
}

export type WriteStep = (write: Write) => Promise<Write>;
