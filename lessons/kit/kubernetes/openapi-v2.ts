/**
 * The OpenAPI v2 document, in the only form in which kubectl takes it: as protocol buffers, and almost empty.
 *
 *     0a 03 "2.0"                        field 1, the version of OpenAPI
 *     12 15 0a 0a "Kubernetes" 12 …      field 2, title and version of what is described
 *     42 00                              field 8, no paths
 *
 * kubectl asks for it where the v3 documents say nothing, as for a kind that is not installed yet, and gives up when it
 * cannot have it. With this one it lets such a kind pass and then tells what is missing.
 *
 * Source: the OpenAPI v2 messages of the gnostic library, as far as they are used here.
 */
import { message, nested, text } from '../etcd/protobuf.ts';

/**
 * The content type of the answer. kubectl asks for `…v2@v1.0+protobuf`, which no parser of media types takes back: the
 * API server has always answered with a dot in place of the at sign.
 */
export const openApiV2Type = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

const info = message<{ title: string; version: string }>({ title: text(1), version: text(2) });
const paths = message<object>({});
const document = message<{ swagger: string; info: { title: string; version: string }; paths: object }>({
  swagger: text(1),
  info: nested(2, info),
  paths: nested(8, paths),
});

export function openApiV2(): Uint8Array {
  return document.encode({ swagger: '2.0', info: { title: 'Kubernetes', version: 'v1.32.0' }, paths: {} });
}
