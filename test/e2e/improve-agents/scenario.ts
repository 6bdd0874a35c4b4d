/** What a model answers that fails twice, meets a usage limit, and then mends the file: the steps of each try are tool calls in the agent's own words. */
export function failsTwiceThenMends({ note, mend }: { note: (file: string) => object; mend: readonly object[] }): object {
  const asked = { tools: true, tool_result: false, text: '/You are in its folder, (\\S+), on a branch/' };
  const answered = { tools: true, tool_result: true, text: asked.text };
  return {
    rules: [
      ...['one', 'two'].flatMap((name) => [
        { when: asked, times: 1, reply: { text: 'I will write that down.', tools: [note(`{{1}}/${name}.md`)] } },
        { when: { tool_result: true }, times: 1, reply: 'Everything works now. All done!' },
      ]),
      { when: { tools: true }, times: 1, fault: { type: 'usage_limit', resets_in: 2 } },
      ...mend.map((tool, at) => ({ when: at === 0 ? asked : answered, times: 1, reply: { tools: [tool] } })),
      { when: { tool_result: true }, reply: 'The port is the one that it listens on now.' },
    ],
  };
}
