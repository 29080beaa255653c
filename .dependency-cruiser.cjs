/** Import directions: an arrow points downward only (CONTRIBUTING.md has the picture). */

/**
 * Folder of src → folders of src it may import, besides itself. Layers, upward: meaning, machine, parts, people. A part
 * (agent, controller, collector, installer) imports no other part.
 */
const allowed = {
  net: [],
  policy: ['net'],
  compiler: ['policy', 'net'],
  tables: ['compiler', 'policy', 'net', 'gen'],
  gen: [],
  ebpf: ['net', 'gen'],
  part: ['policy', 'net'],
  sqlite: [],
  rpc: ['part', 'gen'],
  datapath: ['ebpf', 'tables', 'compiler', 'part', 'net', 'gen'],
  flows: ['ebpf', 'rpc', 'part', 'net', 'gen'],
  distribution: ['rpc', 'part', 'policy', 'net', 'gen'],
  agent: ['datapath', 'flows', 'distribution', 'rpc', 'part', 'ebpf', 'compiler', 'tables', 'policy', 'net', 'gen'],
  controller: ['distribution', 'rpc', 'part', 'sqlite', 'compiler', 'policy', 'net', 'gen'],
  collector: ['flows', 'distribution', 'rpc', 'part', 'sqlite', 'policy', 'net', 'gen'],
  installer: ['part'],
  client: ['rpc', 'gen'],
  simulate: ['datapath', 'ebpf', 'tables', 'compiler', 'policy', 'net', 'gen'],
  demo: ['agent', 'controller', 'collector', 'client', 'flows', 'rpc', 'part', 'policy', 'net', 'gen'],
};

const TEST = '[.]test[.]ts$';

const directions = Object.entries(allowed).map(([folder, targets]) => ({
  name: `${folder}-imports`,
  comment: `src/${folder} may import ${targets.length > 0 ? targets.map((t) => `src/${t}`).join(', ') : 'no other folder of src'}`,
  severity: 'error',
  from: { path: `^src/${folder}/`, pathNot: TEST },
  to: { path: '^src/', pathNot: `^src/(${[folder, ...targets].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...directions,
    {
      name: 'rooms-known',
      comment: 'every folder of src has its line in `allowed`',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(cli|${Object.keys(allowed).join('|')})/` },
      to: {},
    },
    {
      name: 'command-line-on-top',
      comment: 'the command line is imported by nobody',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/cli/|${TEST}` },
      to: { path: '^src/cli/' },
    },
    {
      name: 'parts-by-their-doors',
      comment: 'people open parts by start.ts and read what index.ts shows; what else they use of a part is named here',
      severity: 'error',
      from: { path: '^src/(cli|demo)/', pathNot: TEST },
      to: {
        path: '^src/(agent|controller|collector|installer)/',
        pathNot:
          '/(start|index)[.]ts$|^src/agent/(heap|remove)[.]ts$|^src/installer/install[.]ts$|' +
          '^src/controller/(audit|items|seen|sources/kubernetes/(access|api|error|rights))[.]ts$',
      },
    },
    {
      name: 'plan-types-only',
      comment: 'the tables and the data plane know the plan, not how it is compiled',
      severity: 'error',
      from: { path: '^src/(tables|datapath)/', pathNot: TEST },
      to: { path: '^src/compiler/', pathNot: '^src/compiler/plan[.]ts$' },
    },
    {
      name: 'addon-behind-binding',
      comment: 'src/ebpf/addon.ts alone loads the native addon',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/ebpf/addon[.]ts$' },
      to: { path: '(^native/)|[.]node$' },
    },
    {
      name: 'libsql-behind-sqlite',
      comment: 'src/sqlite alone knows the library',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/sqlite/|${TEST}` },
      to: { path: 'node_modules/libsql/' },
    },
    {
      name: 'sqlite-behind-interfaces',
      comment: 'tables and statements of a part lie in its folder sqlite; the part itself knows interfaces',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(sqlite|[^/]+/sqlite)/|${TEST}` },
      to: { path: '^src/sqlite/' },
    },
    {
      name: 'stores-opened-at-the-start',
      comment: 'who opens a store names SQLite; nobody else does',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: `^src/[^/]+/sqlite/|^src/controller/(start|explain-thread)[.]ts$|^src/collector/start[.]ts$|${TEST}`,
      },
      to: { path: '^src/[^/]+/sqlite/' },
    },
    {
      name: 'no-cycles',
      comment: 'of types neither: what two files say to each other belongs into a third',
      severity: 'error',
      from: { path: '^(src|test|bench)/' },
      to: { circular: true },
    },
    {
      name: 'no-junk-drawers',
      comment: 'one folder, one noun: no utils, common, helpers',
      severity: 'error',
      from: {},
      to: { path: '/(utils|util|common|helpers|helper|misc|shared)(/|[.])', pathNot: 'node_modules' },
    },
    {
      name: 'product-without-tests',
      comment: 'product code imports no test and no bench',
      severity: 'error',
      from: { path: '^src/', pathNot: TEST },
      to: { path: `^(test|bench)/|${TEST}` },
    },
    {
      name: 'resolvable',
      comment: 'what is built (dist/) may not be here yet, or be older: who runs it builds it',
      severity: 'error',
      from: { path: '^(src|test|bench)/' },
      to: { couldNotResolve: true, pathNot: '^([.][.]/)*dist/' },
    },
    {
      name: 'declared-dependencies',
      comment: 'product code imports only what package.json lists under dependencies',
      severity: 'error',
      from: { path: '^src/', pathNot: `${TEST}|^src/gen/` },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
