import type { RuleSetSource } from './build-rule-base.js';
import birth from './data/rules-birth.json' with { type: 'json' };
import common from './data/rules-common.json' with { type: 'json' };
import death from './data/rules-death.json' with { type: 'json' };
import divorce from './data/rules-divorce.json' with { type: 'json' };
import marriage from './data/rules-marriage.json' with { type: 'json' };
import moveIn from './data/rules-move-in.json' with { type: 'json' };
import moveInCity from './data/rules-move-in-city.json' with { type: 'json' };
import moveOut from './data/rules-move-out.json' with { type: 'json' };
import nameChange from './data/rules-name-change.json' with { type: 'json' };
import disabilityCare from './data/rules-disability-care.json' with { type: 'json' };
import nursery from './data/rules-nursery.json' with { type: 'json' };
import pregnancy from './data/rules-pregnancy.json' with { type: 'json' };
import turning65 from './data/rules-turning-65.json' with { type: 'json' };
import turning75 from './data/rules-turning-75.json' with { type: 'json' };
import work from './data/rules-work.json' with { type: 'json' };
import sets from './data/rule-sets.json' with { type: 'json' };

/** Every file with rows; each set names those that it consists of. */
const files = {
  'rules-birth.json': birth,
  'rules-move-in.json': moveIn,
  'rules-move-out.json': moveOut,
  'rules-move-in-city.json': moveInCity,
  'rules-disability-care.json': disabilityCare,
  'rules-nursery.json': nursery,
  'rules-pregnancy.json': pregnancy,
  'rules-turning-65.json': turning65,
  'rules-turning-75.json': turning75,
  'rules-work.json': work,
  'rules-death.json': death,
  'rules-divorce.json': divorce,
  'rules-marriage.json': marriage,
  'rules-name-change.json': nameChange,
  'rules-common.json': common,
};

/** The rule sets that the release brings. */
export const BUILT_IN: RuleSetSource = {
  activations: sets.activations,
  sets: sets.ruleSets.map((manifest) => ({ manifest, files })),
};
