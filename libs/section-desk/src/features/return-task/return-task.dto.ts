import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';

const ITEM = /^[A-Za-z0-9][A-Za-z0-9/._:-]{0,99}$/;
/** At least one character that can be seen. */
export const IsVisible = (): PropertyDecorator =>
  Matches(/[^\s\p{Cc}\p{Cf}]/u, {
    message: '目に見える文字で書いてください。 / Write at least one visible character.',
  });

export class ReturnedItemDto {
  @ApiProperty({
    pattern: ITEM.source,
    example: 'bank-account',
    description:
      '書類のコード、または事実の場所 / a document’s code, or a fact such as `persons/p1/insurance`',
  })
  @IsString()
  @Matches(ITEM)
  item!: string;

  @ApiProperty({ maxLength: 500, example: '振込先の口座をお知らせください。' })
  @IsString()
  @MaxLength(500)
  @IsVisible()
  note!: string;
}

export class ReturnTaskDto {
  @ApiProperty({ type: [ReturnedItemDto], minItems: 1, maxItems: 50 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ArrayUnique((returned?: ReturnedItemDto | null) => returned?.item)
  @ValidateNested({ each: true })
  @Type(() => ReturnedItemDto)
  items!: ReturnedItemDto[];
}
