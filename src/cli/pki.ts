/** `osg pki`: a working private CA for those who have none. */
import {
  appendFileSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { Argument, Command } from 'commander';
import { createAuthority, issue, notAfter, type Pem } from '../rpc/authority.js';
import { identityOf, type PeerIdentity, ROLES, type Role } from '../rpc/peer.js';
import { Revoked } from '../rpc/revoked.js';
import { CliError, EXIT, line } from './output.js';
import { pkiClusterCommand } from './pki-cluster.js';

const days = (text: string): number => {
  const number = Number(text);
  if (!(number >= 1 && number <= 36_500)) throw new CliError(EXIT.usage, `${text}: expected days, 1 to 36500`);
  return number;
};

const NAME = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?$/;

export function pkiCommand(): Command {
  const command = new Command('pki').description(
    'A private certificate authority. Its key belongs on a machine of its own, or in a safe; the parts need their own files and ca.crt.',
  );
  command
    .command('init')
    .description('Makes ca.crt and ca.key. Refuses to overwrite.')
    .option('--dir <dir>', 'folder', './pki')
    .option('--name <name>', 'name of the authority', 'OSG private CA')
    .option('--days <n>', 'validity', days, 3650)
    .action(async ({ dir, name, days: validity }: { dir: string; name: string; days: number }) => {
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      const pem = await createAuthority(name, validity, Date.now());
      write(dir, 'ca', pem, 'wx');
      line(`${join(dir, 'ca.crt')} and ca.key, valid until ${notAfter(pem.certificate).toISOString().slice(0, 10)}`);
    });
  command.addCommand(pkiClusterCommand());
  command
    .command('issue')
    .description(
      'Makes NAME.crt and NAME.key (for a controller or collector: controller.crt, collector.crt), with ca.crt beside them. Issue again (--renew) before it ends: running parts take new files within seconds, streams go on.',
    )
    .addArgument(new Argument('<role>', 'what it may be used for').choices(ROLES))
    .argument(
      '<name>',
      'of a node: as the inventory names it; of a part: the host name under which it is dialled; of a person: who it is',
    )
    .option('--dir <dir>', 'folder with ca.crt and ca.key', './pki')
    .option('--out <dir>', 'where to write (default: the same folder)')
    .option('--san <name...>', 'further DNS names or addresses')
    .option('--days <n>', 'validity', days, 90)
    .option('--renew', 'put them in the place of earlier ones of the same role')
    .action(async (role: Role, name: string, options: IssueOptions) => {
      if (!NAME.test(name))
        throw new CliError(EXIT.usage, `${name}: expected a name of letters, digits, dots, dashes, underscores`);
      if (name.toLowerCase() === 'ca')
        throw new CliError(EXIT.usage, `${name}: is the name of the authority's own files`);
      for (const folder of new Set([options.dir, options.out ?? options.dir]))
        checkEarlier(folder, role, fileOf(role, name), options);
      const pem = await issue(
        readAuthority(options.dir),
        {
          name,
          role,
          alternatives: options.san ?? [],
          days: options.days,
          after: revokedUntil(options.dir, role, name),
        },
        Date.now(),
      );
      const out = options.out ?? options.dir;
      mkdirSync(out, { recursive: true, mode: 0o700 });
      const file = fileOf(role, name);
      write(out, file, pem, options.renew === true ? 'w' : 'wx');
      const beside = resolve(out) !== resolve(options.dir);
      if (beside) copyAuthority(options.dir, out);
      line(
        `${join(out, `${file}.crt`)} and ${file}.key: ${role} ${name}, valid until ${notAfter(pem.certificate).toISOString().slice(0, 10)}${beside ? '; ca.crt beside them' : ''}`,
      );
    });
  command
    .command('revoke')
    .description(
      'Adds the serial number of NAME.crt to the file `revoked`. Parts that have it as tls.revoked refuse the certificate within seconds, and end its connections.',
    )
    .argument('<name>', 'whose certificate is not to be trusted any more')
    .option('--dir <dir>', 'folder with NAME.crt', './pki')
    .option('--list <file>', 'where to add it (default: revoked, in the same folder)')
    .action((name: string, { dir, list }: { dir: string; list?: string }) => {
      const { serial, role, names: [subject = name] = [] } = existing(dir, name) ?? {};
      if (serial === undefined) throw new CliError(EXIT.usage, `no certificate ${join(dir, `${name}.crt`)}`);
      const path = list ?? join(dir, 'revoked');
      const now = new Date().toISOString();
      // Those that it was renewed by have other serial numbers.
      const lines = [serial, ...(role === undefined ? [] : [`${role}/${subject} ${now}`])];
      const text = lines.map((one) => `${one} # ${role ?? 'no role'} ${name}, ${now}\n`).join('');
      appendFileSync(path, text, { mode: 0o644 });
      line(`${path}: ${serial}, ${role} ${name}, and all of that name until now`);
    });
  return command;
}

/** As the documented configurations name them (docs/operations.md): a part's by its role, all others by whose they are. */
const fileOf = (role: Role, name: string): string => (role === 'controller' || role === 'collector' ? role : name);

/** A new certificate is not among those of its name that are revoked. Unix milliseconds. */
function revokedUntil(dir: string, role: Role, name: string): number {
  const path = join(dir, 'revoked');
  return existsSync(path) ? new Revoked(readFileSync(path, 'utf8')).until(role, name) : 0;
}

/** Whom the other side's certificate is signed by. One that is there already may hold further authorities: it stays. */
function copyAuthority(from: string, to: string): void {
  try {
    copyFileSync(join(from, 'ca.crt'), join(to, 'ca.crt'), constants.COPYFILE_EXCL);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw new CliError(EXIT.refused, (error as Error).message, { cause: error });
  }
}

interface IssueOptions {
  readonly dir: string;
  readonly out?: string;
  readonly san?: string[];
  readonly days: number;
  readonly renew?: boolean;
}

/** The certificate under that name, if there is one. @throws CliError: it cannot be read */
function existing(dir: string, name: string): PeerIdentity | undefined {
  const path = join(dir, `${name}.crt`);
  try {
    return existsSync(path) ? identityOf(readFileSync(path)) : undefined;
  } catch (error) {
    throw new CliError(EXIT.refused, `${path}: is no certificate (${(error as Error).message})`, { cause: error });
  }
}

/** @throws CliError: it would take the place of something else */
function checkEarlier(dir: string, role: Role, name: string, { renew }: IssueOptions): void {
  const earlier = existing(dir, name);
  if (earlier === undefined && !existsSync(join(dir, `${name}.key`))) return;
  if (earlier !== undefined && earlier.role !== role)
    throw new CliError(
      EXIT.refused,
      `${name} is a ${earlier.role ?? 'certificate'} in ${dir} already: it becomes no ${role}`,
    );
  if (renew !== true) throw new CliError(EXIT.refused, `${join(dir, `${name}.crt`)} exists: --renew replaces it`);
}

function readAuthority(dir: string): Pem {
  try {
    return { certificate: readFileSync(join(dir, 'ca.crt'), 'utf8'), key: readFileSync(join(dir, 'ca.key'), 'utf8') };
  } catch (error) {
    throw new CliError(EXIT.usage, `no authority in ${dir}: osg pki init makes one (${(error as Error).message})`, {
      cause: error,
    });
  }
}

/** Key first: a reader that finds a pair that does not fit waits for the next look. */
function write(dir: string, name: string, { certificate, key }: Pem, flag: 'w' | 'wx'): void {
  try {
    for (const [file, text, mode] of [
      [`${name}.key`, key, 0o600],
      [`${name}.crt`, certificate, 0o644],
    ] as const) {
      const path = join(dir, file);
      if (flag === 'wx') writeFileSync(path, text, { flag, mode });
      else {
        writeFileSync(`${path}.new`, text, { mode });
        renameSync(`${path}.new`, path);
      }
    }
  } catch (error) {
    throw new CliError(EXIT.refused, `${(error as Error).message}`, { cause: error });
  }
}
