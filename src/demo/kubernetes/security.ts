/** A container's securityContext as kubelet translates it for a runtime. */
import type { Container, Pod } from './objects.js';

/** CRI's number of the node's own namespace. */
export const NODE = 2;
/** As runtimes' defaults have them. */
const MASKED = ['/proc/acpi', '/proc/kcore', '/proc/keys', '/proc/timer_list', '/sys/firmware'];
const READ_ONLY = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];

export function securityOf({ spec }: Pod, container: Container): object {
  const { capabilities, allowPrivilegeEscalation, readOnlyRootFilesystem, ...own } = container.securityContext ?? {};
  const { runAsUser, runAsGroup, fsGroup, seccompProfile } = { ...spec.securityContext, ...own };
  return {
    capabilities: { addCapabilities: capabilities?.add ?? [], dropCapabilities: capabilities?.drop ?? [] },
    namespaceOptions: { network: spec.hostNetwork ? NODE : 0, pid: 1 },
    ...(runAsUser !== undefined && { runAsUser: { value: runAsUser } }),
    ...(runAsUser !== undefined && runAsGroup !== undefined && { runAsGroup: { value: runAsGroup } }),
    supplementalGroups: fsGroup === undefined ? [] : [fsGroup],
    readonlyRootfs: readOnlyRootFilesystem === true,
    noNewPrivs: allowPrivilegeEscalation === false,
    maskedPaths: MASKED,
    readonlyPaths: READ_ONLY,
    seccomp: { profileType: seccompProfile?.type === 'RuntimeDefault' ? 0 : 1 },
  };
}
