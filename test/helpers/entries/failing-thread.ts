/** An entry for ThreadPool that cannot be used. */
throw new Error('cannot be loaded');
