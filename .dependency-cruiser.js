// Who may import whom: DESIGN's rules, held. The changes that were made to them are in docs/decisions.
const may = (name, from, to) => ({
  name,
  severity: 'error',
  from: { path: `^src/${from}` },
  to: { path: '^src/', pathNot: to.map((path) => `^src/${path}`) },
});

const model = 'deploy/model/';
const ground = ['system/', 'contract/', model];
const stages = ['resolve', 'survey', 'check', 'build', 'plan', 'apply', 'verify', 'record', 'revision'];

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    may('contract-imports-nothing', 'contract/', ['contract/']),
    may('system-imports-errors-only', 'system/', ['system/', 'contract/user-error.ts']),
    may('redaction-imports-nothing', 'redaction/', ['redaction/']),
    may('model-imports-contract', model, [model, 'contract/']),
    may('engine-stands-on-ground', 'engine/', ['engine/', ...ground]),
    may('agents-stand-on-ground', 'agents/', ['agents/', 'redaction/', ...ground]),
    may('loop-judges-agents', 'loop/', ['loop/', 'agents/', 'ledger/', 'redaction/', 'repair/', ...ground]),
    may('edge-stands-on-ground', 'edge/', ['edge/', 'engine/interface.ts', ...ground]),
    may('ports-stand-on-ground', 'ports/', ['ports/', ...ground]),
    may('ledger-stands-on-ground', 'ledger/', ['ledger/', ...ground]),
    ...stages.map((stage) =>
      may(`${stage}-gets-what-it-needs`, `deploy/${stage}/`, [
        `deploy/${stage}/`,
        'redaction/',
        ...ground,
        'engine/interface.ts',
        'ledger/(in-flight|instance).ts',
      ]),
    ),
    may('diagnose-reads-evidence', 'diagnose/', [
      'diagnose/',
      'redaction/',
      ...ground,
      'engine/interface.ts',
      'ledger/(in-flight|instance).ts',
    ]),
    may('repair-stands-on-ground', 'repair/', ['repair/', ...ground]),
    may('story-is-told-from-the-ledger', 'story/', ['story/', 'ledger/', ...ground, 'deploy/resolve/find-project']),
    may('doctor-looks-at-all', 'doctor/', [
      'doctor/',
      'engine/',
      'ledger/',
      'ports/',
      ...ground,
      'deploy/(recover|sweep|tools|prune|model)',
    ]),
    may('graduation-reads-and-writes-files', 'graduation/', [
      'graduation/',
      'redaction/',
      'edge/',
      ...ground,
      'engine/(interface|observe).ts',
      'ledger/(history|instances|versions).ts',
      'deploy/',
    ]),
    may('preflight-stands-on-system', 'preflight/', ['preflight/', 'redaction/', 'system/', 'contract/']),
    may('executor-stands-on-ground', 'executor/', ['executor/', 'engine/interface.ts', 'redaction/', 'system/', 'contract/']),
    may('client-knows-the-contract-only', 'executor-client/', ['executor-client/', 'contract/']),
    may('cli-goes-through-the-roots', 'cli/', [
      'cli/',
      'app.ts',
      'serve.ts',
      'verify-ledger.ts',
      'executor-client/',
      'preflight/',
      'contract/',
    ]),
    may('audit-looks-at-all', 'audit/', ['audit/', 'engine/(interface|observe)', 'ledger/', 'redaction/', ...ground, 'deploy/']),
    may('ledger-is-verified-without-an-engine', 'verify-ledger.ts', ['ledger/', ...ground]),
    may('app-knows-no-front', 'app.ts', [
      'app.ts',
      'audit/',
      'deploy/',
      'diagnose/',
      'doctor/',
      'repair/',
      'story/',
      'edge/',
      'engine/',
      'graduation/',
      'ledger/',
      'ports/',
      'redaction/',
      ...ground,
    ]),
    {
      name: 'only-system-touches-the-machine',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/system/' },
      to: { dependencyTypes: ['core'], path: '^(node:)?(child_process|fs|fs/promises|net|dgram)$' },
    },
    {
      name: 'no-undeclared-dependency',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev', 'unknown', 'undetermined'], pathNot: 'node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js'],
    },
  },
};
