/** Until the browser has compiled what is hot for good, on its other threads, a frame costs up to four times as much. */
export const warmRounds = 40;
