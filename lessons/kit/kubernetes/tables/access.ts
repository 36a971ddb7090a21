/** The tables of who may do what, and of what looks at each write. */
import { ageColumn, ageOf, column, type KindTable, nameColumn, nameOf, wide } from './columns.ts';
import { listAt, textAt } from './fields.ts';

const binding: KindTable = {
  columns: [nameColumn, column('Role'), ageColumn, wide('Users'), wide('Groups'), wide('ServiceAccounts')],
  cells: (object, now) => [
    nameOf(object),
    `${textAt(object, 'roleRef.kind')}/${textAt(object, 'roleRef.name')}`,
    ageOf(object, now),
    subjects(object, 'User'),
    subjects(object, 'Group'),
    subjects(object, 'ServiceAccount'),
  ],
};

function subjects(object: object, kind: string): string {
  return listAt(object, 'subjects')
    .filter((subject) => subject.kind === kind)
    .map((subject) =>
      kind === 'ServiceAccount' ? `${textAt(subject, 'namespace')}/${subject.name}` : `${subject.name}`,
    )
    .join(', ');
}

const webhooks: KindTable = {
  columns: [nameColumn, column('Webhooks', 'integer'), ageColumn],
  cells: (object, now) => [nameOf(object), listAt(object, 'webhooks').length, ageOf(object, now)],
};

/** By kind. */
export const accessTables: Record<string, KindTable> = {
  RoleBinding: binding,
  ClusterRoleBinding: binding,
  MutatingWebhookConfiguration: webhooks,
  ValidatingWebhookConfiguration: webhooks,
};
