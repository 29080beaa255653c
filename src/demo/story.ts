/**
 * The demo's story: scenes in order, each with what it shows and what it checks. A check compares what the hosts saw with
 * what the reference evaluator says; the story has gone well only if every check did.
 */
import type { FlowDecision } from '../policy/flow.js';
import { closed, type Deny } from './cluster.js';
import { allConversations, type Conversation, expectation, type Observation, observe } from './conversations.js';
import { addIngressRule, breakFile, type Edit, removeIngressRule } from './edits.js';
import { hold, SILENT_MS, silence, talks } from './held.js';
import { mismatches } from './render.js';
import { API, type Stage, toHost, WAIT_MS, WEB } from './stage.js';
import { badChange } from './undone.js';

/** Longer than any allowed exchange takes here, shorter than a reader's patience. */
const PROBE_MS = 700;
const TEMPORARY_MS = 4000;

/** Scene by scene; a scene that went wrong is the last one, since each builds on what came before. */
export async function tell(stage: Stage): Promise<void> {
  for (const scene of [everyConversation, denyExplained, liveEdit, brokenFile, temporaryRule, badChange, sums]) {
    await scene(stage);
    if (stage.say.failures.length > 0) return;
    await stage.say.pause();
  }
}

async function everyConversation(stage: Stage): Promise<void> {
  const { say } = stage;
  say.scene(
    'Who reaches whom',
    'Every workload, the node and a customer try every service, in IPv4 and IPv6, all at once.',
  );
  const observations = await check(stage, allConversations(stage.sandbox));
  say.conversations(observations);
}

async function check(stage: Stage, conversations: readonly Conversation[]): Promise<Observation[]> {
  const observations = await observe(stage.sandbox, await stage.reference(), conversations, PROBE_MS);
  stage.say.check(
    `${observations.length} conversations went as the reference evaluator says`,
    mismatches(observations),
  );
  return observations;
}

/** Each kind of deny once: the event must name the same reason and rule as the reference. */
async function denyExplained(stage: Stage): Promise<void> {
  const { say, cluster, sandbox } = stage;
  say.scene('Why', 'Each denied flow became an event: who, whom, which port, why, and whose policy it is.');
  const world = await stage.reference();
  const denied = allConversations(sandbox)
    .map((conversation) => ({ conversation, decision: expectation(world, conversation, Date.now()) }))
    .filter(({ decision }) => decision.verdict === 'deny');
  const problems: string[] = [];
  const shown = new Map<string, Deny>();
  for (const { conversation, decision } of denied) {
    const event = await cluster.denyOf(conversation, WAIT_MS);
    const wrong = event === undefined ? 'no event arrived' : misattributed(event, decision);
    if (wrong !== undefined)
      problems.push(`${conversation.from.name} → ${conversation.to.name} ${conversation.service}: ${wrong}`);
    if (event !== undefined) {
      const kind = `${event.reason} ${event.rule ?? ''} ${event.isolatedBy.join()}`;
      if (!shown.has(kind)) shown.set(kind, event);
    }
  }
  say.denies([...shown.values()]);
  say.check(
    `${denied.length} denied conversations have an event with the rule or default that the reference names`,
    problems,
  );
}

function misattributed(event: Deny, decision: FlowDecision): string | undefined {
  const side = event.direction === 'egress' ? decision.egress : decision.ingress;
  if (side.verdict !== 'deny') return `the event blames ${event.direction}, which the reference allows`;
  if (side.rule?.rule !== event.rule)
    return `the event names rule ${event.rule ?? 'none'}, the reference ${side.rule?.rule ?? 'none'}`;
  const [seen, meant] = [event.isolatedBy, side.isolatedBy ?? []].map((list) => [...list].sort().join(', '));
  return seen === meant ? undefined : `the event says isolated by ${seen}, the reference ${meant}`;
}

/** Established flows follow the policy: they stop with the rule and go on when it is back. */
async function liveEdit(stage: Stage): Promise<void> {
  const { say, sandbox, policies } = stage;
  say.scene(
    'An edit while connections are open',
    'web holds connections to api:8080, over IPv4 and IPv6. Then a rule is deleted from the file.',
  );
  const web = sandbox.host('shop/web');
  const held = allConversations(sandbox).filter(
    (c) => c.from === web && c.to.name === 'shop/api' && c.service === 'tcp 8080',
  );
  await hold(web, held);
  await say.until('both connections talk', WAIT_MS, () => talks(web, held));

  const edit = await applied(stage, () => removeIngressRule(policies, API, 'from-web'));
  await say.until('established connections are cut', WAIT_MS, async () =>
    (await silence(web, held)).every((ms) => ms >= SILENT_MS),
  );
  await check(stage, toHost(sandbox, 'shop/api'));

  await applied(stage, () => {
    edit.undo();
    return edit;
  });
  await say.until('the same connections go on', WAIT_MS, () => talks(web, held));
  await check(stage, toHost(sandbox, 'shop/api'));
}

async function brokenFile(stage: Stage): Promise<void> {
  const { say, cluster, sandbox, policies } = stage;
  say.scene(
    'A broken file',
    'Somebody saves a file with a misspelt field. It is refused, and the last good policy stays.',
  );
  const before = cluster.realised();
  const world = await stage.reference();
  const edit = breakFile(policies, API);
  await say.until('the controller refuses the file', WAIT_MS, () => cluster.sourceErrors().length > 0);
  for (const error of cluster.sourceErrors()) say.quote(error);
  const kept = { ...stage, reference: async () => world };
  await check(kept, toHost(sandbox, 'shop/api'));
  say.check(
    'the revision in force is the same',
    cluster.realised() === before ? [] : [`it was ${before} and is ${cluster.realised()}`],
  );
  edit.undo();
  await say.until('the file is good again', WAIT_MS, () => cluster.sourceErrors().length === 0);
}

/** The kernel program itself ends a temporary rule: nothing is pushed when it expires. */
async function temporaryRule(stage: Stage): Promise<void> {
  const { say, cluster, sandbox, policies } = stage;
  say.scene(
    'A rule that ends by itself',
    `prometheus may reach web:80 for ${TEMPORARY_MS / 1000} seconds, and keeps a connection open.`,
  );
  const expiresAt = new Date(Date.now() + TEMPORARY_MS);
  const rule = {
    id: 'incident',
    from: [{ group: 'monitoring/prometheus' }],
    ports: [{ protocol: 'TCP', port: 80 }],
    reason: 'Incident 4711',
    expiresAt: expiresAt.toISOString(),
  };
  const edit = await applied(stage, () => addIngressRule(policies, WEB, rule));
  const prometheus = sandbox.host('monitoring/prometheus');
  const opened = toHost(sandbox, 'shop/web').filter((c) => c.from === prometheus && c.service === 'tcp 80');
  await hold(prometheus, opened);
  await check(stage, opened);
  const revision = cluster.realised();
  await say.until('the connection is cut at the expiry', TEMPORARY_MS + WAIT_MS, async () =>
    (await silence(prometheus, opened)).every((ms) => ms >= SILENT_MS),
  );
  await check(stage, opened);
  say.check(
    'no new revision was needed',
    cluster.realised() === revision ? [] : [`revision ${cluster.realised()} was published`],
  );
  await applied(stage, () => {
    edit.undo();
    return edit;
  });
}

async function sums(stage: Stage): Promise<void> {
  const { say, cluster } = stage;
  say.scene(
    'The sums',
    'What the kernel counted as dropped is what was reported, suppressed, lost or is still pending: nothing vanished.',
  );
  const a = await cluster.accounting(WAIT_MS);
  const sums = `dropped ${a.counted} = reported ${a.reported} + suppressed ${a.suppressed} + lost ${a.lost} + pending ${a.pending}`;
  say.quote(sums);
  say.check('every dropped packet is accounted for', closed(a) && (a.counted ?? 0) > 0 ? [] : [sums]);
}

/** Makes an edit and waits until the kernel enforces it. */
async function applied(stage: Stage, edit: () => Edit): Promise<Edit> {
  const before = stage.cluster.realised();
  const started = performance.now();
  const done = edit();
  await stage.say.until(
    'the kernel enforces the edited file',
    WAIT_MS,
    () => stage.cluster.realised() > before,
    started,
  );
  return done;
}
