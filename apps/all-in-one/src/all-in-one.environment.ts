import { FileVariables } from '@app/service-host';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

/** Everything has a default: the embedded system needs nothing but Node and npm. */
export class AllInOneEnvironment extends FileVariables {
  /** Port of the API; 0 takes a free one. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65535)
  ALL_IN_ONE_PORT = 3000;

  /** Port of the development OpenID provider; 0 takes a free one. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65535)
  ALL_IN_ONE_ISSUER_PORT = 0;

  /** Where PostgreSQL's data and the development keys lie. */
  @IsString()
  MADOGUCHI_DATA_DIR = '.local/embedded';

  /** A folder of rule sets beside the built-in ones (libs/procedures); read once at the start. */
  @IsOptional()
  @IsString()
  RULE_SETS_FOLDER?: string;

  /** How long what needs a second person waits for one (libs/four-eyes). */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(720)
  APPROVAL_HOURS?: number;

  /** How long what is kept (libs/retention); that of the release when absent. */
  @IsOptional()
  @IsString()
  RETENTION_FILE?: string;
}
