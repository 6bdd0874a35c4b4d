const [host] = JSON.parse(process.env.ELASTICSEARCH_HOSTS);
fetch(host).then(
  () => require('node:http').createServer((_, r) => r.end('kibana')).listen(5601),
  () => {
    console.error('[2024-03-11T09:14:22.515+00:00][ERROR][elasticsearch-service] Unable to retrieve version information from Elasticsearch nodes. connect ECONNREFUSED 127.0.0.1:9200');
    console.error('[2024-03-11T09:14:52.012+00:00][FATAL][root] Reason: timeout while waiting for Elasticsearch');
    process.exit(78);
  },
);
