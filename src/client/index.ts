/** The services that people call. */
import { DENIES, NODE_OPERATOR, OPERATOR } from '../rpc/methods.js';
import { type ClientOf, open, type Whom } from './client.js';

export { type ClientOf, using, type Whom } from './client.js';
export { type Forwarded, forward, type InCluster } from './forward.js';

export type OperatorClient = ClientOf<typeof OPERATOR>;
export type NodeClient = ClientOf<typeof NODE_OPERATOR>;
export type DeniesClient = ClientOf<typeof DENIES>;

/** The controller's, for operators. @throws RpcError ADDRESS, TLS */
export const openOperator = (whom: Whom): Promise<OperatorClient> => open(OPERATOR, whom, 15_000);

/** An agent's, on its node. @throws RpcError ADDRESS, TLS */
export const openNode = (whom: Whom): Promise<NodeClient> => open(NODE_OPERATOR, whom, 15_000);

/** The collector's. Queries and labels over a large store take their time. @throws RpcError ADDRESS, TLS */
export const openDenies = (whom: Whom): Promise<DeniesClient> => open(DENIES, whom, 60_000);
