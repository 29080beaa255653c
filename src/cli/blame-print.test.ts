import { describe, expect, it } from 'vitest';
import { osg } from '../gen/proto.js';
import { blameLines } from './blame-print.js';
import { whole } from './json.js';

const { BLAME_KIND_POLICY, BLAME_KIND_NONE } = osg.v1.BlameKind;
const { BLAME_VERB_NO_LONGER_DENIED_BY } = osg.v1.BlameVerb;
const { BLAME_CHANGE_WENT } = osg.v1.BlameChange;
const { DECISION_REASON_DEFAULT_DENY } = osg.v1.DecisionReason;

describe('what a revision is blamed for', () => {
  const reply = {
    ...{ allowed: true, kind: BLAME_KIND_POLICY, revision: 7, timeUnixUs: 1_700_000_000_000_000 },
    ...{ verb: BLAME_VERB_NO_LONGER_DENIED_BY, object: 'SecurityGroup/shop/db/ingress/0', change: BLAME_CHANGE_WENT },
  };

  it('reads as a sentence, and has the same words in JSON', () => {
    expect(blameLines(reply)).toEqual([
      expect.stringMatching(/^allowed since revision 7 of 2023-11-14 22:13:20Z \(.* ago\)$/),
      'allowed: no longer denied by SecurityGroup/shop/db/ingress/0, which went',
    ]);
    expect(whole(osg.v1.BlameReply, reply)).toMatchObject({
      ...{ kind: 'policy', verb: 'no longer denied by', change: 'went', reason: '' },
    });
    const none = { kind: BLAME_KIND_NONE, reason: DECISION_REASON_DEFAULT_DENY, oldestRevision: 3 };
    expect(blameLines(none)).toContain('decided by default-deny');
  });

  it('says of what this version does not know that it is something else', () => {
    const newer = { ...reply, kind: 99 as osg.v1.BlameKind, change: 99 as osg.v1.BlameChange };
    expect(blameLines(newer).join('\n')).toMatch(/a blame-kind-99\n.*no longer denied by SecurityGroup\S+$/s);
    expect(blameLines({ ...reply, kind: 0 }).join('\n')).toContain('a change that is not named');
  });
});
