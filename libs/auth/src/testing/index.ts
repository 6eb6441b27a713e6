export {
  DESK_OFFICER,
  startTestIssuer,
  type BadToken,
  type TestClaims,
  type TestIssuer,
} from './test-issuer.js';
