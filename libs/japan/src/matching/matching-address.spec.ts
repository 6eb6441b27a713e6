import { describe, expect, it } from '@jest/globals';
import { matchingAddress } from './matching-address.js';

describe('matchingAddress', () => {
  it.each([
    [
      '川崎市高津区架空台4丁目5-6 マドグチハイツ702',
      '川崎市高津区架空台４－５－６マドグチハイツ７０２号室',
    ],
    ['川崎市高津区架空台4丁目5番6号', '神奈川県川崎市高津区架空台四丁目５番６号'],
    ['川崎市高津区架空台十二丁目3番地の4', '川崎市高津区架空台12-3-4'],
    ['川崎市高津区架空町123番地', '川崎市高津区架空町123'],
    ['東京都世田谷区架空3-2-1', '世田谷区架空3−2−1'],
    ['北海道札幌市架空区北3条西6丁目1-2', '札幌市架空区北3条西六丁目1番2号'],
    ['川崎市高津区架空ヶ澤1-2', '川崎市高津区架空ヶ沢1-2'],
  ])('takes %s and %s for one', (one, other) => {
    expect(matchingAddress(other)).toBe(matchingAddress(one));
  });

  it.each([
    ['川崎市高津区架空台4-5-6-702', '川崎市高津区架空台4-5-6-703'],
    ['川崎市高津区架空台4-5-6', '川崎市高津区架空台4-56'],
    ['川崎市高津区架空台4-5-6', '川崎市中原区架空台4-5-6'],
    ['札幌市架空区北3条西6丁目1-2', '札幌市架空区北4条西6丁目1-2'],
  ])('keeps %s and %s apart', (one, other) => {
    expect(matchingAddress(other)).not.toBe(matchingAddress(one));
  });

  it('leaves nothing where there is no number', () => {
    expect([' 　', '川崎市高津区'].map(matchingAddress)).toEqual(['', '']);
  });
});
