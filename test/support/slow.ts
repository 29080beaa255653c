/** How many times slower than usual this machine is, where time limits are a test's own: a busy or an emulated one says so. */
export const SLOW = Number(process.env['OSG_SLOW'] ?? 1);
