/** `osg verify`: do the tables in the kernel say what the policy says. */
import { Command } from 'commander';
import { osg } from '../gen/proto.js';
import { withNode } from './connect.js';
import { type Output, outputOption, printJson, whole } from './json.js';
import { EXIT, line } from './output.js';

export function verifyCommand(): Command {
  return new Command('verify')
    .description(
      "Reads the live tables of this node's agent back and compares them with the policy they should hold. Exits 1 on a difference.",
    )
    .option(
      '--agent <address>',
      "the agent's status socket",
      process.env['OSG_STATUS_LISTEN'] ?? 'unix:/run/osg/agent.sock',
    )
    .addOption(outputOption())
    .action(async ({ agent, output }: { agent: string; output: Output }) => {
      const result = await withNode(agent, (client) => client.verify({}));
      if (result.equal !== true) process.exitCode = EXIT.negative;
      if (output === 'json') return printJson(whole(osg.v1.VerifyReply, result));
      for (const difference of result.differences ?? []) line(difference);
      line(
        `${result.flows ?? 0} flows compared: ${result.equal === true ? 'the kernel holds the policy' : 'the kernel differs from the policy'}`,
      );
    });
}
