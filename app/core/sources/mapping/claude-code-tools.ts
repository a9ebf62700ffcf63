import type { AttributeValue, Attributes } from '../otlp/otlp-record.ts';
import { text } from './attributes.ts';

/** Name and MCP server of a tool. Claude Code calls every tool of the person's own MCP servers `mcp_tool`. */
export function claudeCodeTool(attributes: Attributes): { tool_name: string; mcp_server: string } {
  const name = text(attributes, 'tool_name', 'gen_ai.tool.name');
  if (name !== 'mcp_tool' && !name.startsWith('mcp__')) return { tool_name: name, mcp_server: '' };
  const parameters = toolParameters(attributes['tool_parameters']);
  const server = text(parameters, 'mcp_server_name') || text(attributes, 'mcp_server.name');
  const tool = text(parameters, 'mcp_tool_name') || text(attributes, 'mcp_tool.name');
  if (name === 'mcp_tool') {
    return { tool_name: server !== '' && tool !== '' ? `mcp__${server}__${tool}` : name, mcp_server: server };
  }
  return { tool_name: name, mcp_server: server || (name.split('__')[1] ?? '') };
}

function toolParameters(value: AttributeValue | undefined): Attributes {
  if (typeof value !== 'string') return isAttributes(value) ? value : {};
  try {
    const parsed = JSON.parse(value) as AttributeValue;
    return isAttributes(parsed) ? parsed : {};
  } catch {
    // Claude Code cuts long parameters, so that they need not be JSON any more; the name of the tool is still there.
    return {};
  }
}

function isAttributes(value: AttributeValue | undefined): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
