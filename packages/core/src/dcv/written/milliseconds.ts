/** Milliseconds as people read them: `3.1 s`, and below a second `340 ms`. */
export const duration = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`);
