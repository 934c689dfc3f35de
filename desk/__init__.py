"""What several people share over the network: pages, HTTP and MCP over one shelf."""
