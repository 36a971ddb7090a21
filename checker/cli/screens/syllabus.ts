/** The whole course, so that a workbook that holds a part of it can say what is to come. */
export const courseTitles = [
  'KV store',
  'Write-ahead log',
  'Raft',
  'Revisions and watch',
  'API server',
  'Controllers',
  'Scheduler',
  'Kubelet',
  'Launch',
];

/** A stage of the odometer: how far one `kubectl apply -f nginx.yaml` gets on what the learner has built. */
export interface Stage {
  /** What can be seen in the learner's own store. */
  seen: string;
  /** The lesson that carries the deployment here. */
  lesson: number;
}

/** Stages 0 to 6, by number. */
export const stages: Stage[] = [
  { seen: 'a store for the keys of a cluster', lesson: 4 },
  { seen: 'the Deployment is stored; nothing happens yet', lesson: 5 },
  { seen: 'its ReplicaSet', lesson: 6 },
  { seen: 'three Pods, pending, without a node', lesson: 6 },
  { seen: 'each Pod has a node', lesson: 7 },
  { seen: 'the Pods run and curl gets an answer', lesson: 8 },
  { seen: 'it survives kill -9, a lost node and a lost disk', lesson: 9 },
];

/** The stage reached: lessons 1 to 4 build the store itself, so there is no stage before 0. */
export function stageOf(isDone: (lesson: number) => boolean): number {
  const missing = stages.findIndex(({ lesson }) => lesson > 4 && !isDone(lesson));
  return missing < 0 ? stages.length - 1 : missing - 1;
}
