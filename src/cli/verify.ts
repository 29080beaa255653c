/** `osg verify`: do the tables in the kernel say what the policy says. */
import { Command, Option } from 'commander';
import { withNode } from './connect.js';
import { EXIT, line, OUTPUTS, type Output, printJson } from './output.js';

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
    .addOption(new Option('-o, --output <format>', 'table or json').choices(OUTPUTS).default('table'))
    .action(async ({ agent, output }: { agent: string; output: Output }) => {
      const result = await withNode(agent, (client) => client.verify({}));
      if (result.equal !== true) process.exitCode = EXIT.negative;
      if (output === 'json') return printJson(result);
      for (const difference of result.differences ?? []) line(difference);
      line(
        `${result.flows ?? 0} flows compared: ${result.equal === true ? 'the kernel holds the policy' : 'the kernel differs from the policy'}`,
      );
    });
}
