// The service does not survive its start.
throw new Error('sabotaged start');
