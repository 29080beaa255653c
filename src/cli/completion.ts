/** Completion scripts, made from the commands themselves. */
import { Argument, Command } from 'commander';

interface Word {
  /** `osg emergency`: the words before. */
  readonly path: string;
  readonly word: string;
  readonly text: string;
}

function words(command: Command, path: string): Word[] {
  const own = [
    ...command.options
      .filter((o) => !o.hidden && o.long)
      .map((o) => ({ path, word: o.long as string, text: o.description })),
    ...command.commands.map((c) => ({ path, word: c.name(), text: c.summary() || c.description() })),
  ];
  return [...own, ...command.commands.flatMap((c) => words(c, `${path} ${c.name()}`))];
}

/** Paths and their words, one line each: `osg|agent controller …`. */
function byPath(all: readonly Word[]): Map<string, Word[]> {
  const map = new Map<string, Word[]>();
  for (const word of all) map.set(word.path, [...(map.get(word.path) ?? []), word]);
  return map;
}

function bash(all: readonly Word[]): string {
  const cases = [...byPath(all)].map(
    ([path, list]) => `    '${path}') words='${list.map((w) => w.word).join(' ')}' ;;`,
  );
  return `# bash completion of osg: source <(osg completion bash)
_osg() {
  local path=osg word words=
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -* ]] || { _osg_is "$path $word" && path="$path $word"; }
  done
  case "$path" in
${cases.join('\n')}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}")
  [[ \${#COMPREPLY[@]} -gt 0 ]] || mapfile -t COMPREPLY < <(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")
}
_osg_is() {
  case "$1" in
    ${[...byPath(all).keys()].map((path) => `'${path}'`).join('|')}) return 0 ;;
  esac
  return 1
}
complete -F _osg osg
`;
}

const quote = (text: string): string => text.replaceAll("'", "'\\''").replaceAll(':', '\\:').replaceAll('\n', ' ');

function zsh(all: readonly Word[]): string {
  const cases = [...byPath(all)].map(
    ([path, list]) => `    '${path}') words_=(${list.map((w) => `'${quote(w.word)}:${quote(w.text)}'`).join(' ')}) ;;`,
  );
  return `#compdef osg
# zsh completion of osg: osg completion zsh > "\${fpath[1]}/_osg"
_osg() {
  local p=osg w
  local -a words_
  for w in "\${(@)words[2,CURRENT-1]}"; do
    [[ $w == -* ]] || case "$p $w" in
      ${[...byPath(all).keys()].map((path) => `'${path}'`).join('|')}) p="$p $w" ;;
    esac
  done
  case "$p" in
${cases.join('\n')}
  esac
  _describe osg words_ || _files
}
compdef _osg osg
`;
}

function fish(all: readonly Word[]): string {
  const lines = all.map(({ path, word, text }) => {
    const before = path.split(' ').slice(1);
    const condition =
      before.length === 0
        ? '__fish_use_subcommand'
        : before.map((b) => `__fish_seen_subcommand_from ${b}`).join('; and ');
    const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-f -a ${word}`;
    return `complete -c osg -n '${condition}' ${what} -d '${text.replaceAll("'", "\\'").replaceAll('\n', ' ')}'`;
  });
  return `# fish completion of osg: osg completion fish > ~/.config/fish/completions/osg.fish\n${lines.join('\n')}\n`;
}

const SHELLS = { bash, zsh, fish } as const;

export function completionCommand(loadAll: () => Promise<Command>): Command {
  return new Command('completion')
    .description('Prints a completion script. bash: source <(osg completion bash)')
    .addArgument(new Argument('<shell>').choices(Object.keys(SHELLS)))
    .action(async (shell: keyof typeof SHELLS) => {
      process.stdout.write(SHELLS[shell](words(await loadAll(), 'osg')));
    });
}
