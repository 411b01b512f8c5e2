namespace Integrations.Web.Api.Mcp;

/// <summary>The hub's own tools. None holds two underscores in a row, as names of single actions do.</summary>
internal static class McpToolNames
{
    public const string ListConnected = "list_connected";
    public const string Search = "search";
    public const string ReadEntity = "read_entity";
    public const string ListMeetings = "list_meetings";
    public const string ListPeople = "list_people";
    public const string ListLinks = "list_links";
    public const string LinkEntity = "link_entity";
    public const string UnlinkEntity = "unlink_entity";
    public const string FindActions = "find_actions";
    public const string DescribeAction = "describe_action";
    public const string RunAction = "run_action";
}
