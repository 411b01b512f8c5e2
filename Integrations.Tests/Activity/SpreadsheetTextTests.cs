using Integrations.Web.Features.Activity;

namespace Integrations.Tests.Activity;

public sealed class SpreadsheetTextTests
{
    [Theory, Proves("I15")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 30 1", "'+49 30 1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "\t'=1")]
    [InlineData("  =1", "  '=1")]
    [InlineData("\"=1\"", "\"'=1\"")]
    [InlineData("x;=cmd|' /C calc'!A0", "x;'=cmd|' /C calc'!A0")]
    [InlineData("x; \"=cmd\"", "x; \"'=cmd\"")]
    [InlineData("x\t@SUM(1)", "x\t'@SUM(1)")]
    [InlineData("x\r\n-1", "x\r\n'-1")]
    [InlineData("\uFF1D1+1", "'\uFF1D1+1")]
    [InlineData("a=b, c-d", "a=b, c-d")]
    [InlineData("{\"a\":\"=b\"}", "{\"a\":\"=b\"}")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void SignsThatBeginAFormula_AreNotFirstInAnyCell(string? text, string shown) => Assert.Equal(shown, SpreadsheetText.Harmless(text));
}
