/** The tables of what pods read and keep: ConfigMap, Secret, volumes and their claims. */
import { ageColumn, ageOf, column, type KindTable, nameColumn, nameOf, wide } from './columns.ts';
import { listAt, mapAt, textAt, textsAt, valueAt } from './fields.ts';

const configMap: KindTable = {
  columns: [nameColumn, column('Data'), ageColumn],
  cells: (object, now) => [nameOf(object), countAt(object, 'data') + countAt(object, 'binaryData'), ageOf(object, now)],
};

const secret: KindTable = {
  columns: [nameColumn, column('Type'), column('Data'), ageColumn],
  cells: (object, now) => [nameOf(object), textAt(object, 'type'), countAt(object, 'data'), ageOf(object, now)],
};

function countAt(object: object, path: string): number {
  return Object.keys(mapAt(object, path)).length;
}

const serviceAccount: KindTable = {
  columns: [nameColumn, column('Secrets'), ageColumn],
  cells: (object, now) => [nameOf(object), listAt(object, 'secrets').length, ageOf(object, now)],
};

const shortModes: Record<string, string> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

/** The modes in the order in which people know them, each once. */
function accessModes(modes: readonly string[]): string {
  return Object.keys(shortModes)
    .filter((mode) => modes.includes(mode))
    .map((mode) => shortModes[mode])
    .join(',');
}

function phaseOf(object: object): string {
  return valueAt(object, 'metadata.deletionTimestamp') === undefined ? textAt(object, 'status.phase') : 'Terminating';
}

const betaClass = 'volume.beta.kubernetes.io/storage-class';

function storageClassOf(object: object): string {
  const old = mapAt(object, 'metadata.annotations')[betaClass];
  return old === undefined ? textAt(object, 'spec.storageClassName') : String(old);
}

const persistentVolume: KindTable = {
  columns: [
    nameColumn,
    column('Capacity'),
    column('Access Modes'),
    column('Reclaim Policy'),
    column('Status'),
    column('Claim'),
    column('StorageClass'),
    column('VolumeAttributesClass'),
    column('Reason'),
    ageColumn,
    wide('VolumeMode'),
  ],
  cells(object, now) {
    const claim = mapAt(object, 'spec.claimRef');
    return [
      nameOf(object),
      textAt(object, 'spec.capacity.storage'),
      accessModes(textsAt(object, 'spec.accessModes')),
      textAt(object, 'spec.persistentVolumeReclaimPolicy'),
      phaseOf(object),
      claim.name === undefined ? '' : `${textAt(claim, 'namespace')}/${claim.name}`,
      storageClassOf(object),
      textAt(object, 'spec.volumeAttributesClassName', '<unset>'),
      textAt(object, 'status.reason'),
      ageOf(object, now),
      textAt(object, 'spec.volumeMode', '<unset>'),
    ];
  },
};

const persistentVolumeClaim: KindTable = {
  columns: [
    nameColumn,
    column('Status'),
    column('Volume'),
    column('Capacity'),
    column('Access Modes'),
    column('StorageClass'),
    column('VolumeAttributesClass'),
    ageColumn,
    wide('VolumeMode'),
  ],
  cells(object, now) {
    const volume = textAt(object, 'spec.volumeName');
    return [
      nameOf(object),
      phaseOf(object),
      volume,
      volume === '' ? '' : textAt(object, 'status.capacity.storage'),
      volume === '' ? '' : accessModes(textsAt(object, 'status.accessModes')),
      storageClassOf(object),
      textAt(object, 'spec.volumeAttributesClassName', '<unset>'),
      ageOf(object, now),
      textAt(object, 'spec.volumeMode', '<unset>'),
    ];
  },
};

const defaultClass = 'storageclass.kubernetes.io/is-default-class';

const storageClass: KindTable = {
  columns: [
    nameColumn,
    column('Provisioner'),
    column('ReclaimPolicy'),
    column('VolumeBindingMode'),
    column('AllowVolumeExpansion'),
    ageColumn,
  ],
  cells(object, now) {
    const isDefault = mapAt(object, 'metadata.annotations')[defaultClass] === 'true';
    return [
      isDefault ? `${nameOf(object)} (default)` : nameOf(object),
      textAt(object, 'provisioner'),
      textAt(object, 'reclaimPolicy', 'Delete'),
      textAt(object, 'volumeBindingMode', 'Immediate'),
      valueAt(object, 'allowVolumeExpansion') === true,
      ageOf(object, now),
    ];
  },
};

/** By kind. */
export const dataTables: Record<string, KindTable> = {
  ConfigMap: configMap,
  Secret: secret,
  ServiceAccount: serviceAccount,
  PersistentVolume: persistentVolume,
  PersistentVolumeClaim: persistentVolumeClaim,
  StorageClass: storageClass,
};
