import type { Rule } from './candidate.ts';
import { buildFails } from './rules/build/build-fails.ts';
import { imageNotFound } from './rules/engine/image-not-found.ts';
import { refuses } from './rules/engine/refuses.ts';
import { crashed } from './rules/fallback/crashed.ts';
import { waits } from './rules/fallback/waits.ts';
import { fileDescriptors } from './rules/files/file-descriptors.ts';
import { folderForAFile } from './rules/files/folder-for-a-file.ts';
import { noSpace } from './rules/files/no-space.ts';
import { permissionDenied } from './rules/files/permission-denied.ts';
import { readOnlyFileSystem } from './rules/files/read-only-file-system.ts';
import { volumeNotEmpty } from './rules/files/volume-not-empty.ts';
import { checkForesaw } from './rules/foreseen/check-foresaw.ts';
import { refusedByPortside } from './rules/foreseen/refused-by-portside.ts';
import { healthcheck } from './rules/health/healthcheck.ts';
import { connectionRefused } from './rules/network/connection-refused.ts';
import { dependencyNotReady } from './rules/network/dependency-not-ready.ts';
import { listening } from './rules/network/listening.ts';
import { nameNotResolved } from './rules/network/name-not-resolved.ts';
import { portTaken } from './rules/network/port-taken.ts';
import { privilegedPort } from './rules/network/privileged-port.ts';
import { tlsCertificate } from './rules/network/tls-certificate.ts';
import { cannotRun } from './rules/process/cannot-run.ts';
import { ends } from './rules/process/ends.ts';
import { killed } from './rules/process/killed.ts';
import { shellSays } from './rules/process/shell-says.ts';
import { beforeFails } from './rules/program/before-fails.ts';
import { databaseMissing } from './rules/program/database-missing.ts';
import { invalidConfiguration } from './rules/program/invalid-configuration.ts';
import { migrationFailed } from './rules/program/migration-failed.ts';
import { moduleNotFound } from './rules/program/module-not-found.ts';
import { projectNotInWorkdir } from './rules/program/project-not-in-workdir.ts';
import { sourceSyntaxError } from './rules/program/source-syntax-error.ts';
import { variableMalformed } from './rules/program/variable-malformed.ts';
import { variableMissing } from './rules/program/variable-missing.ts';
import { wrongPassword } from './rules/program/wrong-password.ts';

export const rules: Rule[] = [
  ...[checkForesaw, refusedByPortside, refuses, imageNotFound, buildFails],
  ...[cannotRun, shellSays, killed, ends],
  ...[nameNotResolved, connectionRefused, dependencyNotReady, listening, portTaken, privilegedPort, tlsCertificate],
  ...[folderForAFile, noSpace, permissionDenied, readOnlyFileSystem, fileDescriptors, volumeNotEmpty],
  ...[
    beforeFails,
    moduleNotFound,
    projectNotInWorkdir,
    sourceSyntaxError,
    variableMissing,
    variableMalformed,
    wrongPassword,
    migrationFailed,
    databaseMissing,
    invalidConfiguration,
  ],
  ...[healthcheck, waits, crashed],
];
