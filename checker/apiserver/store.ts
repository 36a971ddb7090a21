import type { EtcdApi } from '#kit/etcd/api.ts';

/** The etcd that an API server is on. */
export interface Store {
  etcd: EtcdApi;
  /** In words, for the log. */
  where: string;
  /** Resolves once it answers for the first time, however long that takes. */
  ready(): Promise<void>;
  isWell(): boolean;
  close(): Promise<void>;
}
