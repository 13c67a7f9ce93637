import { requireProgram } from './programs.ts';
import { findFreePort, startServerProcess, type TestServer } from './server-process.ts';

/** A RabbitMQ with its own Erlang port mapper, so that it meets no other node of the machine. Some five seconds. */
export function startRabbitmq(): Promise<TestServer> {
  return startServerProcess(
    'rabbitmq',
    async (folder, port) => {
      const mapperPort = await findFreePort();
      const distributionPort = await findFreePort();
      const server = requireProgram('rabbitmq-server');
      return {
        program: '/bin/sh',
        // Erlang would start a port mapper that outlives it.
        args: ['-c', `epmd -port ${mapperPort} -address 127.0.0.1 & exec ${server}`],
        env: {
          ERL_EPMD_PORT: String(mapperPort),
          ERL_EPMD_ADDRESS: '127.0.0.1',
          RABBITMQ_NODENAME: `plinth${port}@localhost`,
          RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
          RABBITMQ_NODE_PORT: String(port),
          RABBITMQ_DIST_PORT: String(distributionPort),
          RABBITMQ_MNESIA_BASE: `${folder}/mnesia`,
          RABBITMQ_LOG_BASE: `${folder}/log`,
          RABBITMQ_LOGS: '-',
          RABBITMQ_ENABLED_PLUGINS_FILE: `${folder}/plugins`,
          RABBITMQ_PID_FILE: `${folder}/pid`,
          RABBITMQ_CONF_ENV_FILE: `${folder}/none`,
          RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 1:1',
        },
        isReady: (output) => output.includes('Server startup complete'),
      };
    },
    (port) => `amqp://guest:guest@127.0.0.1:${port}`,
  );
}
