/** One Dockerfile as the rules see it. Lines are counted from 1. */
export interface DockerfileFacts {
  file: string;
  context: string;
  text: string;
}
