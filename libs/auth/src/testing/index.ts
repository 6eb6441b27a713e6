export { startTestIssuer, type BadToken, type TestClaims, type TestIssuer } from './test-issuer.js';
