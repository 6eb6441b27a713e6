import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { HttpVariables } from '../http-variables.js';

const MEGABYTE = 1024 * 1024;
const TEN_MEGABYTES = 10;

/** What a process takes of files, and who looks into them. */
export class FileVariables extends HttpVariables {
  /** Largest attachment in MB (MiB). */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(25)
  readonly ATTACHMENT_MAX_MB: number = TEN_MEGABYTES;

  /** Where clamd listens; attachments stay unread when absent. */
  @IsOptional()
  @Matches(/^(tcp:\/\/[^\s:/]+:\d{1,5}|unix:\/\S+)$/, {
    message: 'must be tcp://host:port or unix:/path/to/clamd.sock',
  })
  readonly ATTACHMENT_SCANNER?: string;
}

export interface FileSettings {
  readonly maxBytes: number;
  /** `tcp://host:port` or `unix:/path`; nothing is scanned when absent, and what is not scanned is not read. */
  readonly scanner?: string;
}

export const DEFAULT_FILES: FileSettings = { maxBytes: TEN_MEGABYTES * MEGABYTE };

export const fileSettings = (variables: FileVariables): FileSettings => ({
  maxBytes: variables.ATTACHMENT_MAX_MB * MEGABYTE,
  ...(variables.ATTACHMENT_SCANNER && { scanner: variables.ATTACHMENT_SCANNER }),
});
