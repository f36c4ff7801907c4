/** The matchers, as a runner with an `expect` has them. */
module.exports = async ({ ecr, prod, dr }, expect) => {
  prod.repository('payments').push('v1');

  expect(dr).toHaveImage('payments:v1');
  expect(dr).not.toHaveImage('payments:v2');
  expect(ecr).toHaveReplicated('payments:v1', { from: prod, to: dr });
  expect(() => expect(dr).toHaveImage('payments:v2')).toThrow("'v1'");
};
