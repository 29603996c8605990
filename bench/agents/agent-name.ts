/** The longest name that an agent can have. */
export const MAX_AGENT_NAME_LENGTH = 40;
