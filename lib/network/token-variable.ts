/** The environment variable that holds the token of a lab, for commands that change what it does. */
export const TOKEN_VARIABLE = 'FLAGLAB_TOKEN';
