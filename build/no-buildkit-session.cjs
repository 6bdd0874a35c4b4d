// Stands in for dockerode's BuildKit session, which loads gRPC and protobuf (70 ms) with every connection to an engine.
// Images are built by `docker compose build`, so that Portside never opens one.
module.exports = () => {
  throw new Error('BuildKit sessions are not used');
};
