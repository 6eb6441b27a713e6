import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

export const PAGE_SIZE = 50;

const number = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : (value as unknown);

export class ReadAccessesDto {
  @ApiPropertyOptional({ description: '前のページの nextCursor / `nextCursor` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  cursor?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 100, default: PAGE_SIZE })
  @IsOptional()
  @Transform(number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;
}

export class NamedCodeDto {
  @ApiProperty({ example: 'review' }) code!: string;
  @ApiProperty({ example: '審査' }) nameJa!: string;
  @ApiProperty({ example: 'review' }) nameEn!: string;
}

/** Equal accesses of one day. */
export class AccessDto {
  @ApiProperty({ format: 'date-time', description: 'その日の最初 / the first of that day' })
  firstAt!: string;

  @ApiProperty({ format: 'date-time', description: 'その日の最後 / the last of that day' })
  lastAt!: string;

  @ApiProperty({ example: 1, description: '同じ閲覧の回数 / how often' })
  times!: number;

  @ApiProperty({ type: NamedCodeDto, description: 'どの課が / which section' })
  section!: NamedCodeDto;

  @ApiProperty({ type: NamedCodeDto, description: 'どの役割で / in which role' })
  role!: NamedCodeDto;

  @ApiProperty({ type: NamedCodeDto, description: '何のために / what for' })
  purpose!: NamedCodeDto;

  @ApiProperty({ type: NamedCodeDto, description: '何をしたか / what was done' })
  action!: NamedCodeDto;

  @ApiProperty({ type: [NamedCodeDto], description: 'どの情報を / which kinds of data' })
  dataKinds!: NamedCodeDto[];
}

export class AccessPageDto {
  @ApiProperty({ type: [AccessDto] })
  items!: AccessDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'null = これで最後 / null on the last page',
  })
  nextCursor!: string | null;
}
