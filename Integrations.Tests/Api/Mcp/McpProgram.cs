using Integrations.Core.Permissions;

namespace Integrations.Tests.Api.Mcp;

/// <summary>A program that calls tools.</summary>
/// <param name="Owner">Who decides about it, in a browser.</param>
public sealed record McpProgram(Caller Owner, CallerClient Client, string Token);
